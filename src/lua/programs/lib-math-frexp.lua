for _, x in ipairs({ 0, 1, 0.5, 3, -8, 1e10, 1e-10, 123.456 }) do
  local m, e = math.frexp(x) print(x, m, e, math.ldexp(m, e) == x)
end
print(math.ldexp(1, 10), math.ldexp(1, -1), math.ldexp(0.5, 3.9), pcall(math.ldexp, 1), pcall(math.frexp))
