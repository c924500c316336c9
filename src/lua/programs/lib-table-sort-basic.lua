local function show(t) print(table.concat(t, " ")) end
local t = { 5, 2, 8, 1, 9, 3 } table.sort(t) show(t)
table.sort(t, function(a, b) return a > b end) show(t)
local s = { "banana", "Apple", "cherry", "apple", "10", "9" } table.sort(s) show(s)
table.sort({}) table.sort({ 1 }) local two = { 2, 1 } table.sort(two) show(two)
local same = { 3, 3, 3, 3 } table.sort(same) show(same)
local records = {} for i, n in ipairs({ "d", "a", "c", "b" }) do records[i] = { name = n, rank = i } end
table.sort(records, function(x, y) return x.name < y.name end)
for _, r in ipairs(records) do io.write(r.name, r.rank, " ") end print()
print(pcall(table.sort, { 1, "x", 2 }), pcall(table.sort, { {}, {} }), pcall(table.sort, { 1, 2, true }))
print(pcall(table.sort), pcall(table.sort, { 2, 1 }, 5), pcall(table.sort, { 1, 2, 3 }, {}))
