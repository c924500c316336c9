local s = "Hello, WORLD 123 \228\246\252 \0 end"
print(s:upper():gsub("%z", "0"), (s:lower():gsub("%z", "0")))
print(s:len(), #s:upper(), ("ABC"):lower() == "abc", (""):upper() == "")
print(pcall(string.upper), pcall(string.lower, {}))
print(string.upper(12), string.lower(1e100), string.len(-0.5))
print(("x"):reverse(), ("hello"):reverse(), (""):reverse() == "", ("\1\2"):reverse() == "\2\1")
print(string.reverse(123), pcall(string.reverse))
