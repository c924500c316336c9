local co
co = coroutine.create(function() print(coroutine.status(co), coroutine.running() == co) coroutine.yield() end)
print(coroutine.status(co)) coroutine.resume(co) print(coroutine.status(co)) coroutine.resume(co) print(coroutine.status(co), coroutine.resume(co))
local outer = coroutine.create(function() local inner = coroutine.create(function(o) print(coroutine.status(o)) end) coroutine.resume(inner, coroutine.running()) end)
coroutine.resume(outer)
print(coroutine.running(), pcall(coroutine.status), pcall(coroutine.status, 1), pcall(coroutine.resume), pcall(coroutine.resume, {}))
print(pcall(coroutine.create), pcall(coroutine.create, 1), pcall(coroutine.wrap, "x"), pcall(coroutine.create, {}))
