local s = "one two one two"
for init = -16, 17, 3 do print(init, s:find("one", init), s:find("one", init, true)) end
print(s:find("", 1), s:find("", 16), s:find("", 17), s:find("", 100))
print(s:find("two", -3), s:find("two", -4), s:find("two", 5.9))
print(("a.b"):find("."), ("a.b"):find(".", 1, true), ("a.b"):find(".", 2, 1), ("a.b"):find("%."))
print(("a+b"):find("+", 1, true), ("a+b"):find("a+b", 1, true), ("[x]"):find("[x]", 1, true))
print(pcall(string.find, "a"), pcall(string.find))
print(("abc"):find("b", nil), ("abc"):find("b", nil, nil), pcall(string.find, "abc", "b", {}))
