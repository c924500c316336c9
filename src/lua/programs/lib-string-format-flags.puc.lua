for _, f in ipairs({ "%-+8.3f|", "%+08d|", "% 8d|", "%#8x|", "%-8s|", "%08.3f|", "%+e|", "%#o|", "%.0f|", "%#.0f|", "%.10d|", "%+.3d|", "%-08d|", "%#g|" }) do
  print(f, pcall(string.format, f, 42.5), pcall(string.format, f, -3))
end
print(pcall(string.format, "%123d", 1), pcall(string.format, "%.123f", 1), pcall(string.format, "%0-+ #d", 7))
print(pcall(string.format, "%-+-+-+d", 7), pcall(string.format, "%99d", 7) and #string.format("%99d", 7))
