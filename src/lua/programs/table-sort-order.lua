-- The pairs compared, and what happens when the comparison contradicts itself.
local log = {}
local function cmp(a, b) log[#log + 1] = a .. b return a < b end
local t = { "h", "c", "f", "a", "g", "b", "e", "d", "j", "i" }
table.sort(t, cmp) print(table.concat(t), table.concat(log, " "))
print((select(2, pcall(table.sort, { 1, 2, 3, 4, 5, 6, 7, 8 }, function() return true end)):gsub("^.-: ", "")))
local u = { 3, 3, 3, 3, 3 } log = {} table.sort(u, function(a, b) log[#log + 1] = "x" return a < b end) print(#log)
local v = {} for i = 1, 64 do v[i] = (i * 37) % 64 end log = {} table.sort(v, function(a, b) log[#log + 1] = 1 return a > b end) print(#log, v[1], v[64])
local w = { "10", "9", "8", "2", "1" } table.sort(w) print(table.concat(w, " ")) table.sort(w, function(a, b) return tonumber(a) < tonumber(b) end) print(table.concat(w, " "))
