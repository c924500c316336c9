local x = 1
do
  local x = x + 1
  print(x)
  do local x = x * 10 print(x) end
  print(x)
end
print(x)
local a, b, c = 1
print(a, b, c)
local d, e = 1, 2, 3
print(d, e)
local function f() return 1, 2, 3 end
local g, h, i, j = f()
print(g, h, i, j)
local k, l = (f())
print(k, l)
local m, n, o = f(), 10
print(m, n, o)
local p = p
print(p)
if true then local x = "inner" print(x) end
for x = 1, 2 do local x = x * 2 io.write(x, " ") end
print(x)
repeat local y = 5 until y == 5
print(y)
