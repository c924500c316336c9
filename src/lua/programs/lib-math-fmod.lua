for _, p in ipairs({ { 7, 3 }, { -7, 3 }, { 7, -3 }, { -7, -3 }, { 5.5, 2 }, { 1e15, 7 }, { 0, 5 }, { 6, 0.1 } }) do
  print(p[1], p[2], math.fmod(p[1], p[2]), p[1] % p[2])
end
print(5 % math.huge, -5 % math.huge, 5 % -math.huge, math.fmod(5, math.huge), math.mod == nil or math.mod(7, 4))
print(pcall(math.fmod, 1), pcall(math.fmod), pcall(math.fmod, "a", 1), pcall(math.fmod, 1, "b"))
