math.randomseed(42)
local ok = true
for i = 1, 200 do local r = math.random() ok = ok and r >= 0 and r < 1 end
for i = 1, 200 do local r = math.random(10) ok = ok and r >= 1 and r <= 10 and r == math.floor(r) end
for i = 1, 200 do local r = math.random(-5, 5) ok = ok and r >= -5 and r <= 5 and r == math.floor(r) end
print(ok, math.random(1), math.random(7, 7))
math.randomseed(5) local a = { math.random(1000), math.random(1000), math.random(1000) }
math.randomseed(5) print(a[1] == math.random(1000), a[2] == math.random(1000), a[3] == math.random(1000))
print(pcall(math.random, "x"))
