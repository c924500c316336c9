local function f() return error("x") end
print(pcall(function() f() end))
print(pcall(function()
  f() end))
local function g() return string.rep() end
print(pcall(function() g()
 end))
local function h() return tostring() end
print(pcall(function() h() end))
local function k() return ("x"):rep({}) end
print(pcall(function() 

k() end))
local function m() error("lvl2", 2) end
local function n() return m() end
print(pcall(function() 


n() end))
local t={} function t.z() return t.nope() end
print(pcall(t.z))
local function q() return assert(false, "as") end
print(pcall(function()

 q() end))
print(pcall(string.rep))
print(pcall(function() return string.rep() end))
