-- Functions that waited in a coroutine are still on its stack when it goes on.
local function inner(x)
  local y = coroutine.yield(x)
  print((debug.traceback("in inner"):gsub("\n%s*%[C%]: in function 'resume'.*", "")))
  print(pcall(error, "level one", 1))
  if y == "fail" then error("deep failure") end
  if y == "blame" then error("blamed", 2) end
  if y == "blame3" then error("blamed", 3) end
  return y
end
local function middle(x)
  local r = inner(x + 1)
  return r, "middle"
end
local function outer(x)
  print("outer got", middle(x))
  local info = debug.getinfo(1, "nSl")
  print(info.currentline, info.what)
  return (middle(x * 2))
end
for _, message in ipairs({ "fine", "fail", "blame", "blame3" }) do
  local co = coroutine.create(function(...) return outer(...) end)
  print(coroutine.resume(co, 1))
  print(coroutine.resume(co, "first"))
  print(coroutine.resume(co, message))
  print(coroutine.status(co), coroutine.resume(co))
end
-- methods and deep recursion
local object = { depth = 0 }
function object:walk(n)
  if n == 0 then coroutine.yield(self.depth) error("at the bottom") end
  self.depth = self.depth + 1
  self:walk(n - 1)
  return true
end
local walker = coroutine.wrap(function() object:walk(5) end)
print(walker())
print(pcall(walker))
local trace = coroutine.create(function()
  local function level(n)
    if n == 0 then
      coroutine.yield("down")
      print((debug.traceback():gsub("\n%s*%[C%]: in function 'resume'.*", "")))
      return 0
    end
    local below = level(n - 1)
    return below + 1
  end
  return level(4)
end)
print(coroutine.resume(trace))
print(coroutine.resume(trace))
