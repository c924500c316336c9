varying mediump vec2 var_texcoord0;
varying lowp vec4 var_color;

uniform lowp sampler2D texture_sampler;
uniform lowp vec4 tint;

void main()
{
    lowp vec4 premultiplied = vec4(tint.rgb * tint.a, tint.a);
    gl_FragColor = texture2D(texture_sampler, var_texcoord0) * var_color * premultiplied;
}
