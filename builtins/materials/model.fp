varying highp vec4 var_position;
varying mediump vec3 var_normal;
varying mediump vec2 var_texcoord0;
varying mediump vec4 var_light;

uniform lowp sampler2D tex0;
uniform lowp vec4 tint;

void main()
{
    mediump vec3 to_light = normalize(var_light.xyz - var_position.xyz);
    mediump float diffuse = clamp(dot(normalize(var_normal), to_light), 0.0, 1.0);
    // What the light does not reach is a fifth as bright.
    mediump vec3 light = vec3(min(1.0, diffuse + 0.2));
    lowp vec4 premultiplied = vec4(tint.rgb * tint.a, tint.a);
    lowp vec4 color = texture2D(tex0, var_texcoord0) * premultiplied;
    gl_FragColor = vec4(color.rgb * light, color.a);
}
