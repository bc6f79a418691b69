using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Cases;

/// <summary>Small inputs that stand for what copies and crashes leave, made by the recipe beside each. They lie beside the repository, not in it.</summary>
internal static class CaseInput
{
    private static readonly Dictionary<string, string> s_made = [];

    /// <summary>The archive of a case; the test is ignored where there is none, or no Python to make it.</summary>
    public static string Of(string name)
    {
        string recipe = SharedFolder.Require($"evidence/cases/{name}/make.py");
        lock (s_made)
        {
            if (!s_made.TryGetValue(name, out string? path))
            {
                path = ScratchFolder.Session.File(name + ".tar.gz");
                HostTool.Run("python3", ["-B", recipe, path]);
                s_made[name] = path;
            }
            return path;
        }
    }

    /// <summary>The sample that the recipes start from.</summary>
    public static string Whole => SharedFolder.Require("evidence/cases/webapp-20.10.tar.gz");
}
