print(select(1, "a", "b", "c"), select(2, "a", "b", "c"), select(3, "a", "b", "c"), select(4, "a", "b", "c"))
print(select("#"), select("#", nil), select("#", nil, nil), select(-1, 1, 2, 3), select(-3, 1, 2, 3))
print(pcall(select, 0, 1), pcall(select, -4, 1, 2, 3), pcall(select), pcall(select, "x"), pcall(select, nil, 1))
print((select(2, "a", "b", "c")), select("2", "a", "b"), select(1.9, "a", "b"))
local function count(...) return select("#", ...) end
print(count(), count(nil), count(1, nil, nil), count(unpack({}, 1, 5)))
