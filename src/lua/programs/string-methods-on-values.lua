local s = "hello" print(s:len(), s:upper():lower():len(), ("x"):rep(3):len(), s:sub(1, 1):byte(), #s:rep(2), s:find("l"), type(s.len), string.len == s.len and "same")
