math.randomseed(42)
local ok = true
for i = 1, 500 do
  local a, b, c = math.random(), math.random(6), math.random(-3, 3)
  ok = ok and a >= 0 and a < 1 and b >= 1 and b <= 6 and b % 1 == 0 and c >= -3 and c <= 3 and c % 1 == 0
end
print(ok, pcall(math.random, 0), pcall(math.random, 2, 1), pcall(math.random, 1, 2, 3), pcall(math.random, "x"), math.random(1), math.random(5, 5))
