for _, x in ipairs({ 0, 0.5, -0.5, 1.5, -1.5, 2.999, -2.999, 1e15 + 0.5, -1e-10 }) do
  print(x, math.floor(x), math.ceil(x), math.abs(x), math.modf(x))
end
print(math.floor("3.7"), pcall(math.floor), pcall(math.floor, "x"), pcall(math.ceil, {}), math.floor(-0.0) == 0)
print(math.modf(3.7), math.modf(-3.7), math.modf(math.huge), math.modf(5))
