varying mediump vec2 var_texcoord0;
varying lowp vec4 var_face_color;

uniform lowp sampler2D texture_sampler;

void main()
{
    // The glyph has colours of its own, multiplied by its alpha already; the text's colour tints them.
    lowp vec4 tint = vec4(var_face_color.rgb * var_face_color.a, var_face_color.a);
    gl_FragColor = texture2D(texture_sampler, var_texcoord0) * tint;
}
