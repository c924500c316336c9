print(type(nil), type(1), type("x"), type({}), type(print), type(function() end), type(true), type(coroutine.create(print == nil and print or function() end)))
print(pcall(type), type(type), type(type(1)), (type(nil)))
print(type(io.stdout), type(newproxy()), type(_G), type(string.gmatch("x", "x")))
