using SampleRecipes.Archive;

namespace SampleRecipes.Webshop;

/// <summary>The containers' output as the json-file driver of 1.6.2 keeps it, a JSON object for each line.</summary>
internal static class WebshopLogs
{
    public static readonly Stamp LastWrite = Stamp.Parse("2015-06-14T03:20:05.114702218Z");

    // What a write that the power cut short leaves: the length is on the disk, the last bytes are not.
    private const int LostBytes = 64;

    public static string Database() =>
        Line("2015-05-20T09:30:02.98110402Z", "stderr", "150520 09:30:02 mysqld_safe Starting mysqld daemon with databases from /var/lib/mysql\n")
        + Line("2015-06-14T02:26:58.4471902Z", "stderr",
            "150614  2:26:58 [Warning] Access denied for user 'root'@'172.17.0.5' (using password: YES)\n");

    public static string OldWeb() =>
        Line("2015-05-20T09:33:18.770140022Z", "stderr", "AH00558: apache2: using 172.17.0.4 for ServerName\n")
        + Line("2015-06-10T14:40:21.3Z", "stderr", "[notice] caught SIGTERM, shutting down\n");

    public static string Web()
    {
        string torn = Line(LastWrite.ToString(), "stdout", Request("203.0.113.80", "14/Jun/2015:03:20:05", "GET / HTTP/1.1"));
        return Line("2015-06-10T14:41:08.391770264Z", "stderr", "AH00558: apache2: using 172.17.0.5 for ServerName\n")
            + Line("2015-06-12T02:11:46.9029Z", "stdout", Request("198.51.100.23", "12/Jun/2015:02:11:46", "POST /upload.php HTTP/1.1"))
            + Line("2015-06-12T02:12:19.004417336Z", "stdout", Request("198.51.100.23", "12/Jun/2015:02:12:19", "POST /images/.thumb.php HTTP/1.1"))
            + Line("2015-06-12T02:12:19.0051Z", "stderr", "\u001b[31mPHP Warning\u001b[0m: <b>shell_exec()</b> & friends in .thumb.php\n")
            + torn[..^58] + new string('\0', LostBytes);
    }

    public static string Shell() =>
        Line("2015-06-12T02:31:11.208114005Z", "stdout",
            "\u001b]0;root@" + WebshopContainers.ShellId[..12] + ": /\u0007\u001b[01;31mroot\u001b[0m:/# cat /host/etc/shadow\r\n")
        + Line("2015-06-12T02:31:11.2094Z", "stdout", "root:$6$FAKE$FAKEFAKEFAKE:16575:0:99999:7:::\r\n")
        + Line("2015-06-12T02:49:40.299771408Z", "stdout", "\u001b[01;31mroot\u001b[0m:/# exit\r\n");

    public static string FailedBuild() =>
        Line("2015-06-13T09:40:13.790512004Z", "stderr", "make: *** No rule to make target `report'.  Stop.\n");

    private static string Request(string address, string time, string request) =>
        $"{address} - - [{time} +0000] \"{request}\" 200 512\n";

    private static string Line(string time, string stream, string text) =>
        GoJson.Struct(("log", text), ("stream", stream), ("time", time)).Text + "\n";
}
