local t = { 1, 2, 3, 4, 5 }
t[#t] = nil
print(#t)
t[#t] = nil
t[#t + 1] = "again"
print(#t, t[4])
t = { n = 3, "a", "b" }
t[#t + 1] = "c"
print(#t, t[3])
t = {}
t[1] = 1 t[2] = 2 t[4] = 4
print(#t == 2 or #t == 4)
t[3] = 3
print(#t)
local u = {}
for i = 5, 1, -1 do u[i] = i end
print(#u)
u[5] = nil u[4] = nil
print(#u)
while #u > 0 do u[#u] = nil end
print(#u, next(u))
table.insert(u, "x")
print(#u, u[1])
