local classes = { "%a", "%c", "%d", "%l", "%p", "%s", "%u", "%w", "%x", "%z", "%A", "%C", "%D", "%L", "%P", "%S", "%U", "%W", "%X", "%Z", ".", "[a-f]", "[^a-f]", "[%a_]", "[%d.]", "[]]", "[^]]", "[a-]", "[-a]", "[%-]", "[%]]", "[a%-z]", "[%a-z]", "[\128-\255]", "[^%s]", "[%w%s]", "%.", "%%", "%-" }
for _, class in ipairs(classes) do
  local count, first, last = 0, nil, nil
  for i = 0, 255 do
    if string.char(i):find("^" .. class .. "$") then count = count + 1 first = first or i last = i end
  end
  print(class, count, first, last)
end
