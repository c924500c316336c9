local function tail() return debug.traceback("t") end
local function caller() return tail() end
local r = caller() print((r:gsub("\n\t%[C%]: %?$", "")))
local function deep(n) if n == 0 then local t = debug.traceback("deep") return t end local t = deep(n - 1) return t end
print((deep(15):gsub("\n\t%[C%]: %?$", "")))
print(pcall(function() local function lost() error("lost", 2) end local function t() return lost() end t() end))
