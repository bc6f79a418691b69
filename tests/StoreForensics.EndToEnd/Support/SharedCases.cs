using System.Diagnostics;

namespace StoreForensics.EndToEnd.Support;

/// <summary>Small inputs that went wrong, in the folder <c>shared</c>: each has a script that makes it. The test is ignored where there is none.</summary>
internal static class SharedCases
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<string>> s_made = new(StringComparer.Ordinal);

    /// <summary>The path of the evidence, made once a test run.</summary>
    public static string Make(string name)
    {
        string script = SharedFolder.Require($"evidence/cases/{name}/make.py");
        return s_made.GetOrAdd(name, _ => new Lazy<string>(() => Run(name, script))).Value;
    }

    private static string Run(string name, string script)
    {
        string target = ScratchFolder.Session.File($"case-{name}.tar.gz");
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("python3", [script, target]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("There is no python3 to make the case with.");
        }
        return target;
    }
}
