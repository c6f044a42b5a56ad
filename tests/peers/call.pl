# perl call.pl DOOR METHOD ARGUMENT...: prints the answer, or the fault's code and words.
use strict;
use warnings;
use XMLRPC::Lite;
my ( $door, $method, @arguments ) = @ARGV;
my $answer = XMLRPC::Lite->proxy( $door, timeout => 10 )->call( $method, @arguments );
die "no answer\n" unless $answer;
if ( $answer->fault ) {
    print 'fault ', $answer->faultcode, ': ', $answer->faultstring, "\n";
}
else {
    my $result = $answer->result;
    print "$_\n" for ref $result ? @$result : $result;
}
