varying mediump vec2 var_texcoord0;

uniform lowp sampler2D texture_sampler;
uniform lowp vec4 tint;

void main()
{
    // Textures have their colours multiplied by alpha, so the tint must have too.
    lowp vec4 premultiplied = vec4(tint.rgb * tint.a, tint.a);
    gl_FragColor = texture2D(texture_sampler, var_texcoord0) * premultiplied;
}
