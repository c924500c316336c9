local a = { 1, 2, 3 }
local i = 1
i, a[i] = i + 1, 20
print(i, a[1], a[2])
local x, y = 1, 2
x, y = y, x
print(x, y)
local t = {}
t.a, t.b, t.c = 1, 2
print(t.a, t.b, t.c)
local function f() return 1, 2, 3 end
t.a, t.b, t.c, t.d = f()
print(t.a, t.b, t.c, t.d)
t.a, t.b = f(), 10
print(t.a, t.b)
local q = { 1, 2, 3, 4 }
q[1], q[2], q[3], q[4] = q[4], q[3], q[2], q[1]
print(q[1], q[2], q[3], q[4])
a, a = 1, 2
print(a)
do
  local a = { 10 }
  local k = 1
  a[k], k = k, 5
  print(a[1], k)
end
gx, gy = 1, 2
gx, gy = gy, gx
print(gx, gy)
