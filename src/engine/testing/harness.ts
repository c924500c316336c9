/**
 * The Lua side of `livemount test`: what test files may use, and the loop that runs them. A chunk that gives a function
 * `run(files, only)`, where `files` is a list of `{ path = …, load = function }`; that gives a list of
 * `{ file, name, ok, message }`.
 *
 * Three forms of test file: a module that returns a table whose functions named `test…` are tests (with `before` and `after`);
 * one that returns a function which calls `describe` and `test`, as deftest's do; one that calls them itself.
 */
export const HARNESS = `
local results, stack, file, only

local function fail(message) error(message, 3) end
local function show(value) return type(value) == "string" and string.format("%q", value) or tostring(value) end

local function same(a, b)
	if a == b then return true end
	if type(a) ~= "table" or type(b) ~= "table" then return false end
	for k, v in pairs(a) do if not same(v, b[k]) then return false end end
	for k in pairs(b) do if a[k] == nil then return false end end
	return true
end

local checks = {
	assert_equal = function(a, b) if a ~= b then fail("expected " .. show(a) .. " to equal " .. show(b)) end end,
	assert_not_equal = function(a, b) if a == b then fail("expected " .. show(a) .. " not to equal " .. show(b)) end end,
	assert_same = function(a, b) if not same(a, b) then fail("expected the same content: " .. show(a) .. ", " .. show(b)) end end,
	assert_true = function(a) if a ~= true then fail("expected true, found " .. show(a)) end end,
	assert_false = function(a) if a ~= false then fail("expected false, found " .. show(a)) end end,
	assert_nil = function(a) if a ~= nil then fail("expected nil, found " .. show(a)) end end,
	assert_not_nil = function(a) if a == nil then fail("expected a value, found nil") end end,
	assert_type = function(a, t) if type(a) ~= t then fail("expected a " .. t .. ", found " .. show(a)) end end,
	assert_match = function(pattern, s) if not tostring(s):match(pattern) then fail(show(s) .. " does not match " .. show(pattern)) end end,
	assert_greater_than = function(a, b) if not (a > b) then fail("expected " .. show(a) .. " > " .. show(b)) end end,
	assert_less_than = function(a, b) if not (a < b) then fail("expected " .. show(a) .. " < " .. show(b)) end end,
	assert_error = function(f, ...) if pcall(f, ...) then fail("expected an error") end end,
	assert_not_error = function(f, ...)
		local ok, message = pcall(f, ...)
		if not ok then fail("expected no error, found " .. tostring(message)) end
	end,
}
checks.assert_equals, checks.assert_not_equals = checks.assert_equal, checks.assert_not_equal
for name, check in pairs(checks) do _G[name] = check end

local function hooks(kind, from, to, step)
	for at = from, to, step do for _, hook in ipairs(stack[at][kind]) do hook() end end
end

local function case(name, fn)
	local names = {}
	for _, level in ipairs(stack) do if level.name then names[#names + 1] = level.name end end
	names[#names + 1] = name
	local full = table.concat(names, " ")
	if only and not full:find(only, 1, true) and not file:find(only, 1, true) then return end
	local ok, message = xpcall(function()
		hooks("before", 1, #stack, 1)
		fn()
	end, debug.traceback)
	local after_ok, after_message = pcall(hooks, "after", #stack, 1, -1)
	if ok and not after_ok then ok, message = false, after_message end
	results[#results + 1] = { file = file, name = full, ok = ok, message = not ok and tostring(message) or nil }
end

local function group(name, fn)
	stack[#stack + 1] = { name = name, before = {}, after = {}, cases = {} }
	fn()
	-- Cases run when the group is complete: hooks may stand behind them.
	local level = stack[#stack]
	for _, run in ipairs(level.cases) do run() end
	stack[#stack] = nil
end

local function later(run) local level = stack[#stack] level.cases[#level.cases + 1] = run end

describe = function(name, fn) later(function() group(name, fn) end) end
context = describe
test = function(name, fn) later(function() case(name, fn) end) end
it = test
before = function(fn) table.insert(stack[#stack].before, fn) end
after = function(fn) table.insert(stack[#stack].after, fn) end

return function(files, filter)
	results, only = {}, filter
	for _, entry in ipairs(files) do
		file, stack = entry.path, {}
		local ok, message = xpcall(function()
			group(nil, function()
				local value = entry.load()
				if type(value) == "function" then value()
				elseif type(value) == "table" then
					if value.before then before(value.before) end
					if value.after then after(value.after) end
					local names = {}
					for name, fn in pairs(value) do
						if type(name) == "string" and name:find("^test") and type(fn) == "function" then names[#names + 1] = name end
					end
					table.sort(names)
					for _, name in ipairs(names) do test(name, value[name]) end
				end
			end)
		end, debug.traceback)
		if not ok then results[#results + 1] = { file = file, name = "(the file)", ok = false, message = tostring(message) } end
	end
	return results
end
`;
