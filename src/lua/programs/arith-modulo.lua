for _, pair in ipairs({ { 7, 3 }, { -7, 3 }, { 7, -3 }, { -7, -3 }, { 0, 5 }, { 5.25, 1 }, { -0.5, 0.3 }, { 1e15, 7 }, { 2 ^ 53, 3 } }) do
  print(pair[1], pair[2], pair[1] % pair[2], math.fmod(pair[1], pair[2]))
end
print(5 % math.huge == 5 % math.huge, -5 % math.huge == -5 % math.huge)
print(1 % 0 == 1 % 0)
local x = "17"
print(x % 5, 17 % "5")
