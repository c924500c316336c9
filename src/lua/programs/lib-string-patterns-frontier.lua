print(("THE (quick) fox"):gsub("%f[%a]%a+", string.lower))
print(("hello world"):find("%f[%w]%w+%f[%W]", 2), ("foo.bar"):gsub("%f[%w]", "|"), ("foo"):find("%f[%z]"))
print(pcall(string.find, "x", "%f"), pcall(string.find, "x", "%fa"), pcall(string.find, "x", "%f[a"))
