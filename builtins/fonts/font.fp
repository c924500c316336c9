varying mediump vec2 var_texcoord0;
varying lowp vec4 var_face_color;
varying lowp vec4 var_outline_color;
varying lowp vec4 var_shadow_color;
varying lowp vec4 var_layer_mask;

uniform lowp sampler2D texture_sampler;

lowp vec4 layer(lowp vec4 color, lowp float coverage)
{
    lowp float alpha = color.a * coverage;
    return vec4(color.rgb * alpha, alpha);
}

void main()
{
    // Red is the face, green the outline, blue the shadow.
    lowp vec3 glyph = texture2D(texture_sampler, var_texcoord0).rgb;
    lowp vec4 face = layer(var_face_color, glyph.r);
    lowp vec4 outline = layer(var_outline_color, glyph.g);
    lowp vec4 shadow = layer(var_shadow_color, glyph.b);
    // In a single pass what lies behind must not shine through.
    lowp float single = var_layer_mask.w;
    outline *= 1.0 - face.a * single;
    shadow *= 1.0 - min(1.0, glyph.r + glyph.g) * single;
    gl_FragColor = face * var_layer_mask.x + outline * var_layer_mask.y + shadow * var_layer_mask.z;
}
