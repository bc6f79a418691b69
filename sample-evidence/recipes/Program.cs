using SampleRecipes.Archive;
using SampleRecipes.Ubuntu;
using SampleRecipes.Webshop;

namespace SampleRecipes;

/// <summary>Writes a sample's archive: <c>dotnet run --project sample-evidence/recipes -- NAME OUT.tar.gz</c>.</summary>
internal static class Program
{
    public const string Ubuntu = "ubuntu-0.7.2";
    public const string Webshop = "webshop-1.6";

    /// <summary>The bytes of the archive of that name, the same on every run and machine.</summary>
    public static byte[] Pack(string name)
    {
        DataRoot root = name switch
        {
            Ubuntu => UbuntuSample.Build(),
            Webshop => WebshopSample.Build(),
            _ => throw new ArgumentException("no such sample: " + name, nameof(name)),
        };
        return GzipWriter.Compress(TarWriter.Write(root));
    }

    public static int Main(string[] args)
    {
        if (args is not [Ubuntu or Webshop, var output])
        {
            Console.Error.WriteLine($"usage: dotnet run --project sample-evidence/recipes -- ({Ubuntu}|{Webshop}) OUT.tar.gz");
            return 2;
        }

        File.WriteAllBytes(output, Pack(args[0]));
        return 0;
    }
}
