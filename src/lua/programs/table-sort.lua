local function sorted(t, f) table.sort(t, f) return table.concat(t, " ") end
print(sorted({ 3, 1, 2 }), sorted({}), sorted({ 1 }), sorted({ 2, 1 }), sorted({ "b", "a", "C", "1" }), sorted({ 5, 3, 5, 1, 5 }))
print(sorted({ 3, 1, 2 }, function(a, b) return a > b end), sorted({ "ccc", "a", "bb" }, function(a, b) return #a < #b end))
local r, t = 17, {} for i = 1, 200 do r = (r * 73 + 41) % 1009 t[i] = r end table.sort(t) local ok = true for i = 2, #t do ok = ok and t[i - 1] <= t[i] end print(ok, t[1], t[200])
local recs = {} for i = 1, 50 do recs[i] = { k = i * 7 % 13, v = i } end table.sort(recs, function(a, b) if a.k ~= b.k then return a.k < b.k end return a.v < b.v end) for i = 1, 10 do io.write(recs[i].k, ":", recs[i].v, " ") end print()
print(pcall(table.sort, { 1, "x", 2 })) print(pcall(table.sort, { {}, {} })) print(pcall(table.sort, 5)) print(pcall(table.sort, { 1, 2 }, 5))
print(pcall(table.sort, { 3, 2, 1 }, function() error("cmp", 0) end))
local n = 0 local seq = {} table.sort({ 5, 2, 8, 1, 9, 3, 7 }, function(a, b) n = n + 1 seq[n] = a .. "<" .. b return a < b end) print(n, table.concat(seq, " "))
