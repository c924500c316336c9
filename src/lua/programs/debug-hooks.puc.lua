-- Lines, counts and calls as hooks see them.
local function trace(source)
	local lines = {}
	debug.sethook(function(event, line) lines[#lines + 1] = line end, "l")
	loadstring(source)()
	debug.sethook()
	print(table.concat(lines, " "))
end

trace("a = 1\nb = 2\n\n\nc = 3")
trace("if\nmath.sin(1)\nthen\n  a = 1\nelse\n  a = 2\nend\n")
trace("if nil then\n  a = 1\nelse\n  a = 2\nend\n")
trace("if a then\n a = nil\nelseif b then\n b = nil\nend\nif a then\n a = nil\nelseif b then\n b = nil\nend\n")
trace("a = 1\nrepeat\n  a = a + 1\nuntil a == 3\n")
trace(" do\n  return\nend\n")
trace("local a\na = 1\nwhile a <= 3 do\n  a = a + 1\nend\n")
trace("while math.sin(1) do\n  if math.sin(1)\n  then\n    break\n  end\nend\na = 1")
trace("for i = 1, 3 do\n  a = i\nend\n")
trace("for i = 1, 3 do\n  a = i\n  b = i\nend\na = 2")
trace("for i, v in pairs { 'a', 'b' } do\n  a = i .. v\nend\n")
trace("for i = 1, 4 do a = 1 end\n")
trace("local n = 0 while n < 3 do n = n + 1 end\nlocal m = 0 repeat m = m + 1 until m == 3\n")
trace("local f = function(x)\n  local y = x\n  return y\nend\nf(1)\nf(2)\n")
trace("local function f(x)\n  return x\nend\nlocal a = f(1) + f(2)\n")
trace("function g()\n  a = 1\nend\ng()\n")
trace("local t = {}\nfunction t.f()\n  a = 1\nend\nfunction t:m()\n  a = 2\nend\nt.f()\nt:m()\n")
trace("pcall(function()\n  error('x')\nend)\na = 1\n")

print(debug.gethook())
local count = 0
debug.sethook(function(event, line) count = count + 1 assert(event == "count" and line == nil) end, "", 4)
count = 0 for i = 1, 1000 do end print(count > 240)
local hook, mask, every = debug.gethook()
print(type(hook), mask, every)
debug.sethook(function() count = count + 1 end, "", 4000)
count = 0 for i = 1, 1000 do end print(count)
debug.sethook()
print(debug.gethook())

-- A hook that stops a program.
local function stopped(limit)
	debug.sethook(function() error("stopped", 0) end, "", limit)
	local ok, message = pcall(function() while true do end end)
	debug.sethook()
	return ok, message
end
print(stopped(100))
print(stopped(10000))

-- What a hook can ask about the function it interrupts.
local seen = {}
local function watched(first, second)
	local third = first + second
	return third
end
debug.sethook(function(event, line)
	local info = debug.getinfo(2, "Sln")
	if info.short_src == "debug-hooks.puc.lua" and info.name == "watched" then
		local name, value = debug.getlocal(2, 3)
		seen[#seen + 1] = info.currentline .. ":" .. (line == 54 and name or "") .. "=" .. tostring(value)
		assert(line == info.currentline)
	end
end, "l")
watched(1, 2)
debug.sethook()
print(table.concat(seen, " "))

-- Calls and returns of Lua functions.
local events = {}
local function inner() return 1 end
local function outer() local x = inner() return x end
debug.sethook(function(event)
	local info = debug.getinfo(2, "Sn")
	if info.what == "Lua" then events[#events + 1] = event .. " " .. tostring(info.name) end
end, "cr")
outer()
debug.sethook()
print(table.concat(events, ", "))

-- Hooks in coroutines.
local lines = {}
local co = coroutine.create(function()
	local x = 1
	coroutine.yield(x)
	x = 2
end)
debug.sethook(co, function(event, line) lines[#lines + 1] = line end, "l")
coroutine.resume(co)
coroutine.resume(co)
print(#lines, lines[2] - lines[1], lines[3] - lines[2])
print(debug.gethook(co) ~= nil, debug.gethook())
print(pcall(debug.sethook, 1, "l"))
