for base = 2, 36, 7 do print(base, tonumber("10", base), tonumber("zz", base), tonumber("1f", base), tonumber("-11", base)) end
print(tonumber("ff", 16), tonumber("FF", 16), tonumber("0xff", 16), tonumber("777", 8), tonumber("8", 8), tonumber("1010", 2))
print(tonumber(" 11 ", 2), tonumber("1 1", 2), tonumber("", 16), tonumber("1.5", 16), tonumber(11, 2))
print(pcall(tonumber, "1", 1), pcall(tonumber, "1", 37), pcall(tonumber, {}, 16), pcall(tonumber, nil, 10), pcall(tonumber, "1", "x"))
print(tonumber("10", 10), tonumber("1e1", 10), tonumber("7fffffff", 16), tonumber("ffffffff", 16))
