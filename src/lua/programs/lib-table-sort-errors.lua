print(pcall(table.sort, { 3, 1, 2 }, function(a, b) error("comparing") end))
print(type(select(2, pcall(table.sort, { 3, 1, 2 }, function(a, b) error({}) end))))
print(pcall(table.sort, { 1, 2, 3, 4, 5 }, function(a, b) return true end))
print(pcall(table.sort, { 3, nil, 1 }, function(a, b) return (a or 0) < (b or 0) end) and "ok")
local calls = 0
local t = {} for i = 1, 50 do t[i] = (i * 37) % 51 end
table.sort(t, function(a, b) calls = calls + 1 return a < b end)
print(calls, table.concat(t, ","))
local keys = {} for i = 1, 20 do keys[i] = tostring((i * 7) % 23) end
table.sort(keys) print(table.concat(keys, " "))
