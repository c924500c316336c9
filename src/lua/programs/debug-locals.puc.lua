-- Names and values of local variables, in the order of declaration, while they are visible.
local function all(level)
	local list = {}
	for index = 1, 100 do
		local name, value = debug.getlocal(level + 1, index)
		if name == nil or name:find("*", 1, true) then break end
		list[#list + 1] = name .. "=" .. (type(value) == "number" and value or type(value))
	end
	return table.concat(list, " ")
end

local function plain(a, b, ...)
	local c = a
	do
		local inside = 5
		print(all(1))
	end
	local d, e = 1
	for i = 1, 2 do
		local turn = i * 2
		print(all(1))
	end
	for key, value in pairs { 10 } do print(all(1)) end
	local f = function() return a, d end
	while true do
		local once = true
		print(all(1))
		break
	end
	repeat local twice = 1 print(all(1)) until true
	print(all(1))
	return f
end
plain(1, 2, 3)

local function change(x)
	local y = 10
	local function get() return x, y end
	print(debug.setlocal(1, 1, "new x"), debug.setlocal(1, 2, "new y"), debug.setlocal(1, 99, 0))
	return x, y, get()
end
print(change(1))

local function counter()
	local n = 0
	return function()
		n = n + 1
		return n
	end
end
local count = counter()
print(debug.getupvalue(count, 1), debug.setupvalue(count, 1, 41), count())
local constant = "never assigned"
local function reader() return constant end
print(debug.getupvalue(reader, 1))
print(debug.setupvalue(reader, 1, "assigned"), reader(), constant)

local function below() return debug.getlocal(2, 1) end
local function above(secret) local r1, r2 = below() return r1, r2 end
print(above("found"))

print(pcall(debug.getlocal, 50, 1))
print(pcall(debug.setlocal, 50, 1, 1))
print(pcall(debug.getlocal, 1))
print((debug.getlocal(1, 1)))

local co = coroutine.create(function(a)
	local b = a * 2
	coroutine.yield(b)
	return b
end)
coroutine.resume(co, 21)
print(debug.getlocal(co, 1, 1))
print(debug.getlocal(co, 1, 2))
print(debug.setlocal(co, 1, 2, 7), coroutine.resume(co))
print(debug.getinfo(co, 1) == nil)

local function whole(level)
	local info = debug.getinfo(level + 1, "f")
	return info.func
end
local function me() local f = whole(1) return f == me end
local function me2() local f = whole(1) return f end
print(me2() == me2, (pcall(setfenv, me2, setmetatable({}, { __index = _G }))))
