local function f(...) print(...) end
f(("abc"):find("b")) f(("abc"):find("b", 3)) f(("abc"):find("b", -2)) f(("abc"):find("c", -1)) f(("abc"):find("x"))
f(("a.b.c"):find("%.")) f(("a.b.c"):find(".", 2, true)) f(("a+b"):find("+", 1, true)) f(("a+b"):find("a+")) f(("[x]"):find("[x]")) f(("[x]"):find("[x]", 1, true))
f(("abcabc"):find("abc", 2)) f(("aXb"):find("%u")) f(("ab12"):find("%d+")) f(("ab12"):find("(%a+)(%d+)")) f(("ab12"):find("()%d()"))
f((""):find("")) f((""):find("a")) f(("abc"):find("", 4)) f(("abc"):find("", 5)) f(("abc"):find("$")) f(("abc"):find("^")) f(("abc"):find("c$")) f(("abc"):find("b$"))
f(("a\0b"):find("\0")) f(("a\0b"):find("%z")) f(("a\0b"):find("b"))
f(("x^y"):find("^", 1, true)) f(("x^y"):find("%^")) f(("x$y"):find("$", 1, true)) f(("a-b"):find("-", 1, true)) f(("a-b"):find("a-b")) f(("aab"):find("a-b"))
f(pcall(string.find, "a", "[a")) f(pcall(string.find, "a", "%")) f(pcall(string.find, "a", "(a")) f(pcall(string.find, "a", "a)")) f(pcall(string.find, "a", "%1"))
f(pcall(string.find, "abc", "x[")) f(pcall(string.find)) f(pcall(string.find, "a")) f(pcall(string.find, {}, "a")) f(pcall(string.find, "abc", "%f")) f(pcall(string.find, "a", "%b")) f(pcall(string.find, "a", "%ba"))
