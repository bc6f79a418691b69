using System.Text;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Primitives;
using StoreForensics.Reports.Html;

namespace StoreForensics.Cli.Output;

/// <summary><c>--templates DIR</c>: a folder whose files take the place of the HTML report's
/// built-in templates of the same name. The examiner's own, so links in it are followed.</summary>
internal static class TemplateFolder
{
    private const long MaxBytes = 16 << 20;

    /// <summary>Reads the folder whole, and sees that everything in it has a place and parses: before any work is done on the evidence.</summary>
    /// <returns>Given a template's name, its text, or null for the built-in one.</returns>
    /// <exception cref="UsageException">There is no such folder, a file in it replaces
    /// nothing, or a template is broken; names the file and the place.</exception>
    public static Func<string, string?> Read(string directory)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (!Directory.Exists(directory))
                throw new UsageException($"--templates {DisplayText.Escape(directory)}: no such directory");
            foreach (string file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                Add(texts, file, Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--templates {DisplayText.Escape(directory)} cannot be read: {DisplayText.Escape(e.Message)}");
        }
        HtmlReportWriter.CheckTemplates(texts.GetValueOrDefault);
        return texts.GetValueOrDefault;
    }

    private static void Add(Dictionary<string, string> texts, string file, string name)
    {
        if (!HtmlReportWriter.TemplateNames.Contains(name))
            throw new UsageException($"{DisplayText.Escape(file)} replaces no template; known are {string.Join(", ", HtmlReportWriter.TemplateNames)}");
        GivenFile.Check(file);
        if (new FileInfo(file).Length > MaxBytes)
            throw new UsageException($"{DisplayText.Escape(file)} is larger than a template may be ({MaxBytes >> 20} MiB)");
        try
        {
            texts.Add(name, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file)));
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{DisplayText.Escape(file)} is not UTF-8");
        }
    }
}
