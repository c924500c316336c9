print(("abcabc"):match("(abc)%1"), ("'x' \"y\""):match("(['\"])(.-)%1"), ("aa bb cd"):gsub("(%a)%1", "<%0>"))
print(("hello"):match("(l)%1"), ("xyzzy"):find("(.)%1"), ("abab"):match("^(ab)+"), ("[=[x]=]"):match("%[(=*)%[(.-)%]%1%]"))
print(pcall(string.find, "aa", "(a)%2"), pcall(string.match, "aa", "((a)%1)"))
