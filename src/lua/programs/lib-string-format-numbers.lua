local values = { 0, 1, -1, 0.1, 1/3, 2/3, 1e10, 123456789, 1e-5, 2^31, 2^53, -2^31, 1e300, 5e-324 }
for _, v in ipairs(values) do
  print(v, string.format("%g|%.3g|%e|%.2f|%10.4g", v, v, v, v < 1e20 and v or 0, v))
end
print(string.format("%d %d %d", 3.9, -3.9, 2^40), string.format("%x", 2^32 + 10), string.format("%5.1f", -0.04))
print(string.format("%g %g %g", math.huge, -math.huge, 1e308), string.format("%d", -0.5))
print(string.format("%i|%5i|%-5i|%05i", 7, 7, 7, 7), string.format("%.0f %.0f %.0f %.0f", 0.5, 1.5, 2.5, 3.5))
