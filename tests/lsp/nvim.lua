-- Neovim over the real server: what STEP names. Ends with an exit code of its own.

local work, step = os.getenv("WORK"), os.getenv("STEP")
local path = work .. "/.mcp.json"
local broken = '{\n  "mcpServers": {\n    "docs": { "url": "https://mcp.example.com/mcp" }\n  }\n}\n'
local mended = '"type": "http"'

local function fail(why)
  io.stderr:write(step .. ": " .. why .. "\n")
  vim.cmd("cquit 1")
end

-- Waits until `ready` says so, with a limit far above what it takes.
local function wait(what, ready)
  if not vim.wait(60000, ready, 20) then
    fail("waited in vain for " .. what)
  end
end

local function lines()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

local function run()
  vim.fn.mkdir(work .. "/.git", "p")
  local file = assert(io.open(path, "w"))
  file:write(broken)
  file:close()
  vim.cmd("edit " .. vim.fn.fnameescape(path))
  local client = vim.lsp.start_client({
    name = "mcpmend",
    cmd = { os.getenv("MCPMEND"), "lsp" },
    root_dir = work,
    workspace_folders = { { uri = vim.uri_from_fname(work), name = "work" } },
  })
  assert(client, "the server does not start")
  assert(vim.lsp.buf_attach_client(0, client), "it cannot be attached")
  local here = vim.api.nvim_get_current_buf()

  wait("diagnostics", function()
    return #vim.diagnostic.get(here) > 0
  end)
  local found = vim.diagnostic.get(here)[1]
  assert(found.code == "missing-transport-type", "another finding: " .. vim.inspect(found))
  assert(found.lnum == 2, "another line: " .. vim.inspect(found))
  assert(found.severity == vim.diagnostic.severity.ERROR, "another severity")

  if step == "open_and_fix" then
    vim.api.nvim_win_set_cursor(0, { 3, found.col })
    local taken = false
    local function take(items)
      for _, item in ipairs(items) do
        if item.kind == "quickfix" and item.isPreferred then
          return item
        end
      end
    end
    local params = vim.lsp.util.make_range_params()
    params.context = { diagnostics = {}, only = { "quickfix" } }
    local answers = vim.lsp.buf_request_sync(here, "textDocument/codeAction", params, 60000)
    for _, answer in pairs(answers or {}) do
      local action = take(answer.result or {})
      if action then
        vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
        taken = true
      end
    end
    assert(taken, "no preferred fix: " .. vim.inspect(answers))
    assert(lines():find(mended, 1, true), "not mended: " .. lines())
  else
    -- What an editor does that mends on save.
    vim.api.nvim_create_autocmd("BufWritePre", {
      buffer = here,
      callback = function()
        local params = vim.lsp.util.make_range_params()
        params.range["end"] = { line = vim.api.nvim_buf_line_count(here), character = 0 }
        params.context = { diagnostics = {}, only = { "source.fixAll.mcpmend" } }
        local answers = vim.lsp.buf_request_sync(here, "textDocument/codeAction", params, 60000)
        for _, answer in pairs(answers or {}) do
          for _, action in ipairs(answer.result or {}) do
            if not action.edit then
              local resolved = vim.lsp.buf_request_sync(here, "codeAction/resolve", action, 60000)
              action = select(2, next(resolved)).result
            end
            vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
          end
        end
      end,
    })
    vim.cmd("write")
    local saved = assert(io.open(path)):read("a")
    assert(saved:find(mended, 1, true), "saved as it was: " .. saved)
  end
  wait("no diagnostics", function()
    return #vim.diagnostic.get(here) == 0
  end)
  vim.lsp.stop_client(client)
  wait("the end of the server", function()
    return vim.lsp.client_is_stopped(client)
  end)
end

local fine, why = pcall(run)
if not fine then
  fail(tostring(why))
end
vim.cmd("qall!")
