local function show(f) print(select(2, pcall(f))) end
show(function()
  local a = 1
  local b = a +
    nil
end)
show(function()
  local t = {}
  t.x
   .y
   .z = 1
end)
show(function()
  print(
    "args",
    nil .. "x"
  )
end)
show(function()
  local f = nil
  f(
    1,
    2
  )
end)
show(function()
  return {
    a = 1,
    b = nil + 1,
  }
end)
show(function()
  if nil > 1
  then
  end
end)
show(function()
  error(
    "multi"
  )
end)
local s = loadstring("\n\n\nerror('line4')", "=chunk")
show(s)
show(loadstring("local x = 5\nx()", "@file.lua"))
show(loadstring("x.y = 1", "code here"))
show(loadstring("\n\nlocal a = {}\na.b.c = 1", "first line\nsecond"))
show(loadstring("error('long')", ("very long chunk name "):rep(5)))
show(loadstring("error('long')", "@" .. ("directory/"):rep(10) .. "file.lua"))
show(loadstring("error('eq')", "=" .. ("e"):rep(80)))
