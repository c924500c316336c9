local s = "0123456789"
for _, range in ipairs({ { 1, 3 }, { 0, 2 }, { -3, -1 }, { -20, 2 }, { 5, 2 }, { 3, 100 }, { -1, -1 }, { 11, 20 }, { 2.7, 4.2 } }) do
  print(range[1], range[2], "[" .. s:sub(range[1], range[2]) .. "]")
end
print(s:sub(4), s:sub(-2), (""):sub(1, 1) == "", s:sub("2", "3"))
print(pcall(string.sub, s))
print(pcall(string.sub, nil, 1))
print(s:sub(math.huge, -1) == "", #s:sub(-math.huge, math.huge))
