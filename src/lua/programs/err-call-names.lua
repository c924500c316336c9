local t = { f = 1, g = {} } local up
print(pcall(function() undefined() end)) print(pcall(function() t.f() end)) print(pcall(function() t.missing() end)) print(pcall(function() t:method() end)) print(pcall(function() t.g.h() end))
print(pcall(function() up() end)) print(pcall(function() local x = 5 x() end)) print(pcall(function() (nil)() end)) print(pcall(function() ("x")() end)) print(pcall(function() t[1]() end)) print(pcall(function() t["a b"]() end)) print(pcall(function() (t.f or t)() end))
