for _, s in ipairs({ "", "a", "ab", "abc" }) do
  for i = -4, 4 do io.write("[", s:sub(i), "|", s:sub(i, i), "|", s:sub(1, i), "] ") end
  print()
end
local s = "The quick brown fox"
print(s:find("quick"), s:find("(%a+) (%a+)"), s:match("(%a+) (%a+)", 5), s:match("^The"), s:match("^quick"), s:find("^quick", 5))
print(("key = value"):match("^(%w+)%s*=%s*(%w+)$"))
print(("2024-01-15"):match("(%d+)-(%d+)-(%d+)"))
print(("  trim me  "):match("^%s*(.-)%s*$") .. "|")
print(("x=1, y=2"):gsub("(%w)=(%w)", "%2=%1"))
print(("hello world"):gsub("o", "0", 1), ("hello"):gsub("", "-"), ("abc"):gsub("%w", "%0%0"), ("abc"):gsub("b", "%%"))
print(("hello world"):gsub("%w+", string.upper), ("$name is $age"):gsub("%$(%w+)", { name = "Bob", age = 42 }), ("abc"):gsub("%w", { a = false, b = "B" }))
print(("abc"):gsub("b", function() return nil end), ("abc"):gsub("b", function() return false end), ("a b c"):gsub("%a", function(c) return c .. c end, 2))
