varying mediump vec2 var_texcoord0;
varying mediump vec4 var_face_color;
varying mediump vec4 var_outline_color;
varying mediump vec4 var_shadow_color;
varying mediump vec4 var_sdf_params;
varying mediump vec4 var_layer_mask;

uniform mediump sampler2D texture_sampler;

mediump float inside(mediump float value, mediump float edge)
{
    mediump float softness = var_sdf_params.z;
    return smoothstep(edge - softness, edge + softness, value);
}

void main()
{
    mediump vec4 field = texture2D(texture_sampler, var_texcoord0);
    mediump float face = inside(field.r, var_sdf_params.x);
    mediump float outline = inside(field.r, var_sdf_params.y);
    // Without blur the shadow is as wide as the outline, which an edge of 1 says.
    mediump float shadow = mix(inside(field.b, var_sdf_params.w), outline, floor(var_sdf_params.w));
    mediump float single = var_layer_mask.w;
    gl_FragColor = var_face_color * face * var_layer_mask.x
        + var_outline_color * outline * var_layer_mask.y * (1.0 - face * single)
        + var_shadow_color * shadow * var_layer_mask.z * (1.0 - min(1.0, face + outline) * single);
}
