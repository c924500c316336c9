local t = { 10, 20, 30, a = 1, b = 2, [100] = 3 }
local count, sum = 0, 0
for k, v in pairs(t) do count = count + 1 sum = sum + v end
print(count, sum)
for k in pairs(t) do t[k] = nil end
print(next(t))
local keys = {}
for i = 1, 100 do keys["k" .. i] = i end
for k, v in pairs(keys) do if v % 2 == 0 then keys[k] = nil end end
local left = 0
for k, v in pairs(keys) do left = left + v end
print(left)
local list = {}
for k, v in pairs({ "x", "y", "z" }) do list[#list + 1] = k .. v end
print(table.concat(list, " "))
local seen = {}
local key, value = next(keys)
while key do seen[#seen + 1] = value key, value = next(keys, key) end
table.sort(seen)
print(#seen, seen[1], seen[50])
print(pcall(next, {}, "nokey"))
print(next({}), next({ 5 }))
for k, v in next, { a = 1 } do print(k, v) end
local n = 0
for k in pairs({ 1, 2, nil, 4, x = 1 }) do n = n + 1 end
print(n)
local upd = { a = 1, b = 2, c = 3 }
for k, v in pairs(upd) do upd[k] = v * 2 end
print(upd.a, upd.b, upd.c)
