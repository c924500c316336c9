local texts = { "10", " 10 ", "10.5", ".5", "5.", "1e3", "1E+3", "1e-2", "0x1F", "0XfF", "-0x10", "+5", "-  5", "", " ", "abc", "1a", "1e", "1e+", "0x", "1 2", "1,2", "--1", "0x1g", "1e1.5", "\t7\n" }
for i, text in ipairs(texts) do
  print(i, tonumber(text))
end
print(tonumber("1010", 2), tonumber("ff", 16), tonumber("zz", 36), tonumber("77", 8), tonumber("8", 8), tonumber("12", 3))
print(tonumber(nil), tonumber({}), tonumber(print), tonumber(true))
print(pcall(tonumber, "1", 1), pcall(tonumber, "1", 37))
print(0x7fffffff, 0xffffffff, 0x10 + 1)
