local function r(x) return string.format("%.10f", x) end
for _, x in ipairs({ 0, 0.5, 1, -1, 2, 10 }) do
  print(x, r(math.sin(x)), r(math.cos(x)), r(math.tan(x)), r(math.atan(x)), r(math.atan2(x, 2)), r(math.exp(x / 2)))
end
print(r(math.asin(0.5)), r(math.acos(0.5)), r(math.sinh(1)), r(math.cosh(1)), r(math.tanh(1)), r(math.deg(math.pi)), r(math.rad(180)))
print(r(math.log(10)), r(math.log10(1000)), r(math.sqrt(2)), r(math.pow(2, 0.5)), math.pi)
print(pcall(math.sin), pcall(math.sin, "x"), pcall(math.atan2, 1), math.sqrt("16"), math.log(0), math.log10(0))
