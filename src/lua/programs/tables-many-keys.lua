local t = {}
for i = 1, 500 do t["key" .. i] = i end
for i = 1, 500, 3 do t["key" .. i] = nil end
local sum = 0
for _, v in pairs(t) do sum = sum + v end
print(sum, t.key2, t.key1, t.key500)
t.key1 = "back"
print(t.key1)
local u = {}
for i = -50, 50 do u[i] = i * 2 end
print(#u, u[-50], u[0], u[50])
local v = {}
for i = 1, 1000 do v[i * 7 % 1009] = i end
local c = 0
for _ in pairs(v) do c = c + 1 end
print(c)
local objs = {}
for i = 1, 50 do local o = { i } objs[o] = i objs[i] = o end
local ok = true
for i = 1, 50 do ok = ok and objs[objs[i]] == i end
print(ok)
for i = 1, 50 do objs[objs[i]] = nil objs[i] = nil end
print(next(objs))
local mixed = { "a", "b", n = 2 }
mixed[#mixed + 1] = "c"
mixed.n = #mixed
print(mixed.n, mixed[3])
