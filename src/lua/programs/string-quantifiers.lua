local function show(s, p) print(p, (s:gsub(p, "<%0>"))) end
show("aaab", "a*") show("aaab", "a+") show("aaab", "a-") show("aaab", "a?") show("aaab", "a-b") show("aaab", "^a") show("aaab", "b$") show("aaab", ".*") show("aaab", ".-") show("aaab", ".+b")
show("foo(bar)baz", "%b()") show("((a)(b))", "%b()") show("f(g(h))", "%((.-)%)") show("[[x]]", "%b[]") show("THE (quick) fox", "%f[%a]%a+%f[%A]") show("hello", "l+") show("hello", "(l)(l)") show("hello hello", "(hel)(lo) %1%2")
show("abab", "(ab)%1") show("aabb", "(a)(b)") show("k1=v1;k2=v2", "(%w+)=(%w+)") show("one;two;;four", "([^;]*)") show("  a  b  ", "%s+") show("x", "x-") show("xx", "x-$") show("", ".*") show("", "x*") show("abc", "") show("a.b", "[.]")
print(("abc"):match("((a)(b)(c))")) print(("abc"):match("()a()b()c()")) print(("hello"):match(".-(l+)(.*)")) print(("key=val"):match("(%w+)=(%w*)")) print(("key="):match("(%w+)=(%w*)")) print(("=val"):match("(%w*)=(%w+)"))
print(("aaa"):match("a-"), ("aaa"):match("a-$"), ("aaa"):match("^a-$"), ("aaa"):match("a?a?a?a?"), ("abc"):match("a.c"), ("abc"):match("a..c"))
print(("\n\t x"):match("^%s*(.)"), ("0x1F"):match("^0[xX](%x+)$"), ("a,b,,c"):match("^(.-),(.-),(.-),(.-)$"))
print(("one two"):match("(%w+)%s(%w+)"), ("f(a,b)"):match("%((.-)%)"), ("[tag]"):match("%[(.-)%]"), ("path/to/file.ext"):match("([^/]+)%.(%w+)$"))
