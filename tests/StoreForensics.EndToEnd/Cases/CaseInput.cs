using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Cases;

/// <summary>Inputs that went wrong once, each a recipe in the shared folder: made once a test run.</summary>
internal static class CaseInput
{
    private static readonly Dictionary<string, string> s_made = [];

    /// <summary>The input's path; the test is ignored where the recipe or Python is missing.</summary>
    public static string Of(string name)
    {
        if (s_made.TryGetValue(name, out string? made))
            return made;
        string recipe = SharedFolder.Require($"evidence/cases/{name}/make.py"), path = ScratchFolder.Session.File($"case-{name}.tar.gz");
        HostTool.Run("python3", ["-B", recipe, path]);
        return s_made[name] = path;
    }

    /// <summary>The sample that the recipes start from.</summary>
    public static string Whole => SharedFolder.Require("evidence/cases/webapp-20.10.tar.gz");
}
