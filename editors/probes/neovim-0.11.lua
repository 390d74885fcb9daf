-- Waits for findings in the file that is open, tells them, and saves: with fix on save.
local there = vim.wait(120000, function()
  return #vim.diagnostic.get(0) > 0
end, 50)
for _, it in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(("%d:%d %s\n"):format(it.lnum + 1, it.col + 1, it.code))
end
vim.cmd("silent write")
vim.cmd(there and "qall" or "cquit")
