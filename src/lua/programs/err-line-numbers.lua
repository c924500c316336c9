local function multi(
  a,
  b
)
  return a
    + b
end
print(pcall(multi, 1, nil))
print(pcall(function()
  local t = {
    x = 1,
    y = undefined.z,
  }
end))
print(pcall(function()
  print(
    "args",
    nothing.here
  )
end))
print(pcall(function()
  local s = "a" ..
    "b" ..
    {}
end))
print(pcall(function() if nothing > 1 then
  end
end))
print(pcall(function() for i = 1,
  nothing.x do
  end
end))
