local all = {}
for i = 0, 255 do all[#all + 1] = string.char(i) end
all = table.concat(all)
for _, class in ipairs({ "%a", "%c", "%d", "%l", "%p", "%s", "%u", "%w", "%x", "%z", "%A", "%D", "%S", "%W", "[%a_]", "[^%s]", "[a-f]", "[%d%.]", "[]-]", "[^]]", "[a-]", "." }) do
  local count, sum = 0, 0
  for c in all:gmatch(class) do count = count + 1 sum = sum + c:byte() end
  print(class, count, sum)
end
